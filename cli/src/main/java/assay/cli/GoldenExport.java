package assay.cli;

import assay.files.CaseManifest;
import assay.files.DataType;
import assay.files.Safetensors;
import assay.files.StoredTensor;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Model;
import assay.spec.Tensor;
import assay.verify.GoldenOperator;
import assay.verify.ProblemData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Problems of one operator as files: inputs, {@code expected.*}, {@code budget.hard.*} and {@code
 * budget.statistical.*}, with the scalars as metadata.
 *
 * @param model whose shape they have; small problems of many shapes where it is empty
 * @param folder where the files go; files of the same names are replaced
 */
record GoldenExport<P>(
    GoldenOperator<P> golden,
    Optional<Model> model,
    GoldenExportCommand.Contract contract,
    Path folder) {

  /** Case i has seed {@code first + i}; the manifest is written last. */
  void write(long first, int cases, IntConsumer done) throws IOException {
    Files.createDirectories(folder);
    List<CaseManifest.Entry> entries = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      entries.add(writeCase(i, first + i));
      done.accept(i + 1);
    }
    manifest(first, entries).write(folder.resolve("manifest.json"));
  }

  private CaseManifest manifest(long first, List<CaseManifest.Entry> entries) {
    return new CaseManifest(
        Build.version(),
        Build.commit(),
        golden.operator().name().kebab(),
        golden.operator().formula(),
        model.map(Model::name).orElse("small"),
        first,
        contract.title(),
        contract.terms(),
        entries);
  }

  private CaseManifest.Entry writeCase(int index, long seed) throws IOException {
    P problem = draw(seed);
    ProblemData data = golden.data().apply(problem);
    Expectation expected = golden.reference().expect(problem, contract.terms());
    String file = "%s-%04d.safetensors".formatted(golden.operator().name().kebab(), index);
    Safetensors.write(folder.resolve(file), metadata(seed, data), tensors(data, expected));
    return new CaseManifest.Entry(file, seed, data.scalars());
  }

  private P draw(long seed) {
    return model.isPresent() ? golden.like().draw(model.get(), seed) : golden.small(seed);
  }

  private Map<String, String> metadata(long seed, ProblemData data) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("operator", golden.operator().name().kebab());
    metadata.put("contract", contract.title());
    metadata.put("seed", Long.toString(seed));
    metadata.putAll(data.scalars());
    return metadata;
  }

  private static List<StoredTensor> tensors(ProblemData data, Expectation expected) {
    List<StoredTensor> tensors = new ArrayList<>();
    data.tensors().forEach(input -> tensors.add(stored(input)));
    List<Tensor> results = expected.result().tensors();
    for (int i = 0; i < results.size(); i++) {
      Tensor result = results.get(i);
      ErrorBudget budget = expected.budgets().get(i);
      tensors.add(stored("expected." + result.name(), result, result.values()));
      tensors.add(stored("budget.hard." + result.name(), result, budget.hard()));
      tensors.add(stored("budget.statistical." + result.name(), result, budget.statistical()));
    }
    return tensors;
  }

  private static StoredTensor stored(String name, Tensor shape, double[] values) {
    return new StoredTensor(
        name, DataType.F64, extents(shape.axes()), MemorySegment.ofArray(values));
  }

  private static StoredTensor stored(ProblemData.Input input) {
    List<Long> shape = extents(input.axes());
    return switch (input.values()) {
      case ProblemData.Floats(var elements) ->
          new StoredTensor(input.name(), DataType.of(elements.format()), shape, elements.segment());
      case ProblemData.Ints(var values) ->
          new StoredTensor(input.name(), DataType.I32, shape, MemorySegment.ofArray(values));
      case ProblemData.Longs(var values) ->
          new StoredTensor(input.name(), DataType.I64, shape, MemorySegment.ofArray(values));
      case ProblemData.Bytes(var bytes) ->
          new StoredTensor(input.name(), DataType.U8, shape, bytes);
    };
  }

  private static List<Long> extents(List<Tensor.Axis> axes) {
    return axes.stream().map(axis -> (long) axis.extent()).toList();
  }
}
