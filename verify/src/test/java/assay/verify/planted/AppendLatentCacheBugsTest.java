package assay.verify.planted;

import assay.spec.AppendLatentCache;

final class AppendLatentCacheBugsTest extends OperatorBugs {

  AppendLatentCacheBugsTest() {
    super(AppendLatentCache.OPERATOR);
  }
}
