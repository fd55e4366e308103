package assay.verify.planted;

import assay.spec.Projection;

final class ProjectionBugsTest extends OperatorBugs {

  ProjectionBugsTest() {
    super(Projection.OPERATOR);
  }
}
