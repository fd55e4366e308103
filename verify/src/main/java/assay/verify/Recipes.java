package assay.verify;

import assay.spec.PagedMlaDecode;

/** Lines of text as problems. */
public final class Recipes {

  private static final String CHOICES = " choices=";

  private Recipes() {}

  /**
   * A problem of {@link PagedMlaDecode}, by its names ({@link PagedMlaDecodeRecipe}) or by its
   * choices ({@link DrawnRecipe}).
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Recipe<PagedMlaDecode.Problem> pagedMlaDecode(String line) {
    return line.contains(CHOICES)
        ? DrawnRecipe.parse(GoldenOperators.pagedMlaDecode(), line)
        : PagedMlaDecodeRecipe.parse(line);
  }
}
