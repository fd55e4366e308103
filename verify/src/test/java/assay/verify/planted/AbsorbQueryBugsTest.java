package assay.verify.planted;

import assay.spec.AbsorbQuery;

final class AbsorbQueryBugsTest extends OperatorBugs {

  AbsorbQueryBugsTest() {
    super(AbsorbQuery.OPERATOR);
  }
}
