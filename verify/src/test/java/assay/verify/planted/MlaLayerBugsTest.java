package assay.verify.planted;

import assay.spec.MlaLayer;

final class MlaLayerBugsTest extends OperatorBugs {

  MlaLayerBugsTest() {
    super(MlaLayer.OPERATOR);
  }
}
