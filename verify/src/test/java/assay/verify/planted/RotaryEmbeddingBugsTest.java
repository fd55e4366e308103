package assay.verify.planted;

import assay.spec.RotaryEmbedding;

final class RotaryEmbeddingBugsTest extends OperatorBugs {

  RotaryEmbeddingBugsTest() {
    super(RotaryEmbedding.OPERATOR);
  }
}
