package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Evidence;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlTest {

  private static final String HOSTILE =
      "</style></td><script>alert(1)</script>'\"&amp;|`<!--]]>\u0000\u0007\u202e\ud800\uffff\n";

  static Stream<List<Evidence>> verifications() {
    return Stream.of(
        SampleRuns.passing(),
        SampleRuns.failing(),
        SampleRuns.unfinished(),
        SampleRuns.saying(HOSTILE));
  }

  static Stream<List<Evidence>> runs() {
    return Stream.concat(
        verifications(),
        Stream.of(SampleMutants.passing(), SampleMutants.failing(), SampleMutants.saying(HOSTILE)));
  }

  private static String html(List<Evidence> evidence) {
    return Html.render(Report.document(evidence));
  }

  /** Every page is also well-formed XML, which a parser can check. */
  private static org.w3c.dom.Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(org.w3c.dom.Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void thePageIsWellFormed(List<Evidence> evidence) throws Exception {
    assertEquals("html", parse(html(evidence)).getDocumentElement().getTagName());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void thePageNeedsNoNetworkAndNoScript(List<Evidence> evidence) throws Exception {
    String page = html(evidence);
    Set<String> names = new HashSet<>();
    Set<String> attributes = new HashSet<>();
    for (Element element : elements(parse(page), "*")) {
      names.add(element.getTagName());
      IntStream.range(0, element.getAttributes().getLength())
          .forEach(i -> attributes.add(element.getAttributes().item(i).getNodeName()));
    }
    for (String name : List.of("script", "link", "img", "iframe", "object", "image", "use")) {
      assertFalse(names.contains(name), name);
    }
    for (String attribute : List.of("src", "href", "xlink:href", "style", "onload")) {
      assertFalse(attributes.contains(attribute), attribute);
    }
    String style = elements(parse(page), "style").getFirst().getTextContent();
    assertFalse(style.contains("url(") || style.contains("@import"), style);
  }

  @ParameterizedTest
  @MethodSource("verifications")
  void everyChartHasATitleAndADescription(List<Evidence> evidence) throws Exception {
    org.w3c.dom.Document page = parse(html(evidence));
    Set<String> ids = new HashSet<>();
    for (Element element : elements(page, "*")) {
      String id = element.getAttribute("id");
      assertTrue(id.isEmpty() || ids.add(id), id);
    }
    List<Element> charts = elements(page, "svg");
    assertFalse(charts.isEmpty());
    for (Element chart : charts) {
      assertTrue(ids.containsAll(List.of(chart.getAttribute("aria-labelledby").split(" "))));
    }
  }

  @Test
  void whatEvidenceSaysStaysText() throws Exception {
    String said =
        elements(parse(html(SampleRuns.saying(HOSTILE))), "body").getFirst().getTextContent();
    assertTrue(said.contains("</style></td><script>alert(1)</script>'\"&amp;|`<!--]]>"), said);
  }

  @Test
  void aFailingRunIsNeverGreen() {
    assertTrue(html(SampleRuns.failing()).contains("class=\"verdict fail\""));
    assertTrue(html(SampleRuns.unfinished()).contains("class=\"verdict not-run\""));
    assertTrue(html(SampleRuns.passing()).contains("class=\"verdict pass\""));
  }
}
