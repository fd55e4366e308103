/**
 * Evidence as pages for people: {@code report.md}, and {@code index.html} in one file.
 *
 * <p>The sections decide once what is said; {@link assay.pages.Markdown} and {@link
 * assay.pages.Html} decide how it looks. Nothing here reads a clock or a machine, so that the same
 * evidence gives the same bytes.
 */
@NullMarked
package assay.pages;

import org.jspecify.annotations.NullMarked;
