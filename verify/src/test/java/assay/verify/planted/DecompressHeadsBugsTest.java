package assay.verify.planted;

import assay.spec.DecompressHeads;

final class DecompressHeadsBugsTest extends OperatorBugs {

  DecompressHeadsBugsTest() {
    super(DecompressHeads.OPERATOR);
  }
}
