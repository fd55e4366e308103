package assay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the import table and the fences of ARCHITECTURE.md. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("assay");

  /** Module package to the module packages it may use; a module may always use itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("assay.numerics", Set.of()),
          Map.entry("assay.spec", Set.of("assay.numerics")),
          Map.entry("assay.golden", Set.of("assay.spec", "assay.numerics")),
          Map.entry("assay.files", Set.of("assay.spec", "assay.numerics")),
          Map.entry("assay.gpu.device", Set.of()),
          Map.entry("assay.gpu.ptx", Set.of()),
          Map.entry("assay.gpu.mutation", Set.of("assay.gpu.ptx")),
          Map.entry("assay.gpu.conformance", Set.of("assay.gpu.device")),
          Map.entry(
              "assay.gpu.emulator", Set.of("assay.gpu.device", "assay.gpu.ptx", "assay.numerics")),
          Map.entry("assay.gpu.jcuda", Set.of("assay.gpu.device")),
          Map.entry(
              "assay.gpu.kernels", Set.of("assay.spec", "assay.numerics", "assay.gpu.device")),
          Map.entry("assay.evidence", Set.of("assay.spec")),
          Map.entry(
              "assay.verify",
              Set.of("assay.spec", "assay.numerics", "assay.golden", "assay.evidence")),
          Map.entry(
              "assay.bench",
              Set.of(
                  "assay.spec",
                  "assay.numerics",
                  "assay.golden",
                  "assay.evidence",
                  "assay.gpu.device",
                  "assay.gpu.emulator",
                  "assay.gpu.kernels")),
          Map.entry("assay.pages", Set.of("assay.spec", "assay.evidence")));

  /** Foreign package to the only packages of ours that may use it. */
  private static final Map<String, Set<String>> FENCES =
      Map.of(
          "jdk.incubator.vector..",
              Set.of(
                  "assay.bench..",
                  "assay.golden.lanes..",
                  "assay.gpu.emulator.lanes..",
                  "assay.gpu.emulator.machine.."),
          "jcuda..", Set.of("assay.gpu.jcuda.."),
          "net.jqwik..", Set.of("assay.verify.."),
          "org.openjdk.jmh..", Set.of("assay.bench.."),
          "picocli..", Set.of("assay.cli.."),
          "gg.jte..", Set.of("assay.pages.."),
          "com.fasterxml.jackson..", Set.of("assay.evidence..", "assay.files.."));

  @TestFactory
  Stream<DynamicTest> module_importsOnlyWhatTheTableAllows() {
    return MAY_IMPORT.keySet().stream()
        .sorted()
        .map(module -> DynamicTest.dynamicTest(module, () -> checkImports(module)));
  }

  @TestFactory
  Stream<DynamicTest> foreignPackage_isUsedOnlyBehindItsFence() {
    return FENCES.keySet().stream()
        .sorted()
        .map(foreign -> DynamicTest.dynamicTest(foreign, () -> checkFence(foreign)));
  }

  @Test
  void everyModule_isInTheTable() {
    Set<String> modules =
        CLASSES.stream()
            .map(ArchitectureTest::module)
            .filter(module -> !module.equals("assay.cli"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(MAY_IMPORT.keySet()), modules);
  }

  @Test
  void modules_haveNoCycles() {
    slices().matching("assay.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("assay.gpu.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void variantsAndPlantedBugs_knowNoGoldenModel() {
    checkPackage("assay.verify.variant", Set.of("assay.spec", "assay.numerics"));
    checkPackage(
        "assay.verify.planted", Set.of("assay.spec", "assay.numerics", "assay.verify.variant"));
  }

  @Test
  void onlyTheCommandLine_endsTheProcessOrPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("assay.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void aForbiddenImport_isCaught() {
    AssertionError caught =
        assertThrows(AssertionError.class, () -> checkImports("assay.verify", Set.of()));
    assertTrue(String.valueOf(caught.getMessage()).contains("assay.spec"));
  }

  private static void checkImports(String module) {
    checkImports(module, MAY_IMPORT.getOrDefault(module, Set.of()));
  }

  private static void checkImports(String module, Set<String> allowed) {
    noClasses()
        .that(isInModule(module))
        .should()
        .dependOnClassesThat(isOursOutside(module, allowed))
        .check(CLASSES);
  }

  /** Holds one package of a module to fewer imports than its module has. */
  private static void checkPackage(String name, Set<String> allowed) {
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours and not in " + allowed,
                type ->
                    type.getPackageName().startsWith("assay")
                        && !type.getPackageName().equals(name)
                        && !allowed.contains(type.getPackageName())))
        .check(CLASSES);
  }

  private static void checkFence(String foreign) {
    String[] inside = FENCES.getOrDefault(foreign, Set.of()).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(inside)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(foreign)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> isInModule(String module) {
    return DescribedPredicate.describe("are in " + module, type -> module(type).equals(module));
  }

  private static DescribedPredicate<JavaClass> isOursOutside(String module, Set<String> allowed) {
    return DescribedPredicate.describe(
        "are ours and not in " + allowed,
        type ->
            type.getPackageName().startsWith("assay")
                && !module(type).equals(module)
                && !allowed.contains(module(type)));
  }

  /** {@code assay.spec}, {@code assay.gpu.device}: two words, three under gpu. */
  private static String module(JavaClass type) {
    String[] words = type.getPackageName().split("\\.");
    int length = words.length > 1 && words[1].equals("gpu") ? 3 : 2;
    return String.join(".", java.util.Arrays.copyOf(words, Math.min(length, words.length)));
  }
}
