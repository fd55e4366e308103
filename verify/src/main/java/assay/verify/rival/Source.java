package assay.verify.rival;

/**
 * Where a rule stands.
 *
 * @param file the test that asserts it
 * @param version commit, or empty where none is known
 */
public record Source(String project, String file, String version) {

  /** In one line. */
  public String text() {
    return project + " " + file + (version.isEmpty() ? "" : " (" + version + ")");
  }
}
