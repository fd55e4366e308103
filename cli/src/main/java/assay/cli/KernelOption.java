package assay.cli;

import assay.evidence.Provenance;
import assay.gpu.device.Device;
import assay.gpu.kernels.ChosenDecodeKernel;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --kernel}: which kernel is under test, by name, or as a file of PTX. */
final class KernelOption {

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = {
        "One of Assay's own by name, such as plain, the default, or tensor, on matrix units.",
        "Or chosen: for each problem the one that suits it, where an operator has several.",
        "Or a file of PTX with the entry names and parameters of one of them."
      })
  private @Nullable String kernel;

  @Option(
      names = "--contract",
      paramLabel = "CHANGES",
      description = {
        "What its arithmetic promises, where that is not what Assay's own kernel does, such as",
        "weights=f32,features=hopper,keys=hopper/64,exp2=2.4e-7; docs/numerics.md has the terms."
      })
  private @Nullable String contract;

  /** One source, and the stem that its entries have. */
  record Part(String stem, KernelSource source) {

    Provenance provenance() {
      return new Provenance(stem, source.ptxSha256(), source.sourceSha256());
    }
  }

  /**
   * What was chosen.
   *
   * @param name for people and evidence
   * @param stem of its files; where it is several kernels, of the operator's
   * @param parts of which it is made
   * @param contract what it promises
   * @param batchInvariant as {@link CommittedKernel#batchInvariant}
   * @param opener loads it on a device, which the caller keeps and closes
   */
  record Choice<P>(
      Operator operator,
      String name,
      String stem,
      List<Part> parts,
      NumericContract contract,
      boolean batchInvariant,
      Function<Device, Implementation<P>> opener) {

    /** Whether it takes another kernel for another problem. */
    boolean chooses() {
      return parts.size() > 1;
    }
  }

  /** The options as they were given, each after a space; empty where they need not be. */
  String option() {
    return (kernel == null ? "" : " --kernel '" + kernel + "'")
        + (contract == null ? "" : " --contract " + contract);
  }

  /**
   * The kernel for an operator.
   *
   * @throws IllegalArgumentException if the file cannot be read
   */
  Choice<?> choose(Operator operator) throws IOException {
    List<CommittedKernel<?>> own = CommittedKernel.of(operator);
    if (kernel == null) {
      return own(own.getFirst());
    }
    if (kernel.equals(ChosenDecodeKernel.WORD) && operator.equals(PagedMlaDecode.OPERATOR)) {
      return chosenDecode();
    }
    Optional<CommittedKernel<?>> named =
        own.stream().filter(one -> one.word().equals(kernel)).findFirst();
    if (named.isPresent()) {
      return own(named.get());
    }
    KernelSource source = read(Path.of(kernel));
    return choice(CommittedKernel.of(operator, source.ptx()), source);
  }

  /**
   * The PTX of an operator's kernel of this name, or of this file.
   *
   * @throws IllegalArgumentException if the file cannot be read
   */
  static KernelSource source(Operator operator, String kernel) throws IOException {
    Optional<CommittedKernel<?>> named =
        CommittedKernel.of(operator).stream().filter(one -> one.word().equals(kernel)).findFirst();
    return named.isPresent() ? named.get().source() : read(Path.of(kernel));
  }

  private <P> Choice<P> own(CommittedKernel<P> committed) {
    return choice(committed, committed.source());
  }

  private <P> Choice<P> choice(CommittedKernel<P> committed, KernelSource source) {
    return new Choice<>(
        committed.operator(),
        source.ptx().name(),
        committed.stem(),
        List.of(new Part(committed.stem(), source)),
        promised(committed.contract()),
        committed.batchInvariant(),
        device -> committed.loader().load(device, source.ptx()));
  }

  private Choice<PagedMlaDecode.Problem> chosenDecode() {
    return new Choice<>(
        PagedMlaDecode.OPERATOR,
        ChosenDecodeKernel.WORD,
        PagedMlaDecodeKernel.ENTRY,
        ChosenDecodeKernel.STEMS.stream()
            .map(stem -> new Part(stem, KernelSource.committed(stem)))
            .toList(),
        promised(ChosenDecodeKernel.CONTRACT),
        false,
        ChosenDecodeKernel::new);
  }

  private NumericContract promised(NumericContract own) {
    return contract == null ? own : ContractText.parse(own, contract);
  }

  private static KernelSource read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException("kernel is '" + file + "'; it must be a file of PTX");
    }
    try {
      return KernelSource.of(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("kernel '" + file + "' is not text; PTX is", e);
    }
  }
}
