package assay.verify;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.Implementation;
import java.util.List;

/** A committed kernel on an emulator with every check, and the golden model it is held against. */
record EmulatedKernels<P>(String name, GoldenOperator<P> golden, Subject<P> subject) {

  static List<EmulatedKernels<?>> all() {
    return CommittedKernel.ALL.stream()
        .<EmulatedKernels<?>>map(kernel -> of(kernel, kernel.source().ptx()))
        .toList();
  }

  List<Property<P>> properties() {
    return golden.properties().of(subject, golden.reference());
  }

  /** With other PTX in its place. */
  @SuppressWarnings("unchecked") // the operator's problems are P
  static <P> EmulatedKernels<P> of(CommittedKernel<P> kernel, PtxSource ptx) {
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(kernel.operator());
    Implementation<P> loaded = kernel.loader().load(new EmulatedDevice(Checks.ALL), ptx);
    String name = kernel.operator().name().kebab() + " " + kernel.word();
    return new EmulatedKernels<>(
        name, golden, new Subject<>(name, loaded, kernel.contract(), kernel.batchInvariant()));
  }

  @Override
  public String toString() {
    return name;
  }
}
