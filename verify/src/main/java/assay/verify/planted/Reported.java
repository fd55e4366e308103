package assay.verify.planted;

/** Addresses of reports on GitHub. */
final class Reported {

  private Reported() {}

  static String issue(String repository, int number) {
    return address(repository, "issues", number);
  }

  static String pull(String repository, int number) {
    return address(repository, "pull", number);
  }

  private static String address(String repository, String kind, int number) {
    return "https://github.com/%s/%s/%d".formatted(repository, kind, number);
  }
}
