package assay.bench.device;

import assay.bench.DecodeProblems;
import assay.bench.DecodeProblems.MhaShape;
import assay.bench.NormalCodes;
import assay.golden.MhaDecodeReference;
import assay.golden.PagedMlaDecodeReference;
import assay.golden.ProjectionReference;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.Work;
import assay.numerics.Elements;
import assay.spec.MhaDecode;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.util.ArrayList;
import java.util.List;

/** What is timed: latent decode, and MHA and GQA of as many heads over as many keys. */
final class DeviceCases {

  /** Query heads that share a key in GQA, as in Llama 3 70B. */
  private static final int GROUP = 8;

  private static final int GQA_WIDTH = 128;

  /** The heap holds an input, the next one, and results in binary64. */
  private static final int HEAP_SHARE = 4;

  /** Rows of a product that are checked: first, middle and last. */
  private static final int SAMPLED_ROWS = 3;

  private DeviceCases() {}

  /** y = x Wᵀ of {@code size} cubed, as large as a product has to be to show the device's rate. */
  static DeviceCase<Projection.Problem> product(int size) {
    CommittedKernel<Projection.Problem> kernel = kernel(Projection.OPERATOR, "bf16");
    return new DeviceCase<>(
        "product.projection",
        "tokens=%d outputs=%d inputs=%d".formatted(size, size, size),
        kernel,
        seed -> square(size, seed),
        problem -> Work.of(problem, kernel.contract().output()),
        ProjectionReference.create(),
        problem -> rows(problem, size),
        DeviceCases::rows);
  }

  private static Projection.Problem square(int size, int seed) {
    NormalCodes codes = new NormalCodes(seed);
    int count = Math.multiplyExact(size, size);
    return new Projection.Problem(
        Elements.ofBFloat16(codes.next(count)),
        new ProjectionWeights.Dense(size, size, Elements.ofBFloat16(codes.next(count))));
  }

  private static Projection.Problem rows(Projection.Problem problem, int size) {
    Elements x = Elements.allocate(problem.x().format(), SAMPLED_ROWS * size);
    for (int i = 0; i < SAMPLED_ROWS; i++) {
      Elements row = problem.x().slice((long) row(i, size) * size, size);
      x.slice((long) i * size, size).segment().copyFrom(row.segment());
    }
    return new Projection.Problem(x, problem.weights());
  }

  private static Result rows(Projection.Problem rows, Result answer) {
    int size = rows.weights().outputs();
    double[] all = answer.tensor("y").values();
    double[] some = new double[SAMPLED_ROWS * size];
    for (int i = 0; i < SAMPLED_ROWS; i++) {
      System.arraycopy(all, row(i, size) * size, some, i * size, size);
    }
    return Projection.result(rows, some);
  }

  private static int row(int i, int size) {
    return i * (size - 1) / (SAMPLED_ROWS - 1);
  }

  /** Every decode kernel at every shape of the plan. */
  static List<DeviceCase<?>> decode(DevicePlan plan) {
    List<DeviceCase<?>> cases = new ArrayList<>();
    for (int heads : plan.heads()) {
      for (int keys : plan.keys()) {
        for (int batch : plan.batches()) {
          cases.addAll(latent(heads, keys, batch));
          cases.addAll(traditional(heads, keys, batch));
        }
      }
    }
    return cases;
  }

  private static List<DeviceCase<?>> latent(int heads, int keys, int batch) {
    Model model = heads == 16 ? Model.DEEPSEEK_V2_LITE : Model.DEEPSEEK_V3;
    List<DeviceCase<?>> cases = new ArrayList<>();
    for (CommittedKernel<?> any : CommittedKernel.of(PagedMlaDecode.OPERATOR)) {
      CommittedKernel<PagedMlaDecode.Problem> kernel = kernel(PagedMlaDecode.OPERATOR, any.word());
      cases.add(
          DeviceCase.whole(
              "paged-mla-decode." + any.word(),
              shape(heads, keys, batch),
              kernel,
              any.word().equals("fp8")
                  ? seed -> DecodeProblems.scaled(model, batch, keys, seed)
                  : seed -> DecodeProblems.of(model, batch, keys, seed),
              Work::of,
              PagedMlaDecodeReference.create()));
    }
    return cases;
  }

  /** MHA with the widths of the expanded latent form; GQA with those of Llama. */
  private static List<DeviceCase<?>> traditional(int heads, int keys, int batch) {
    Model model = Model.DEEPSEEK_V3;
    int width = model.nope() + model.rope();
    MhaShape mha = new MhaShape(heads, heads, width, model.value());
    MhaShape gqa = new MhaShape(heads, heads / GROUP, GQA_WIDTH, GQA_WIDTH);
    List<DeviceCase<?>> cases = new ArrayList<>();
    cases.add(traditional("mha-decode.gqa", gqa, keys, batch));
    if (fits(mha, keys, batch)) {
      cases.add(traditional("mha-decode.mha", mha, keys, batch));
    }
    return cases;
  }

  /** Whether a Java array can hold its keys: of 128 heads 87,381, over all sequences. */
  private static boolean fits(MhaShape shape, int keys, int batch) {
    long perKey = (long) shape.keyValueHeads() * Math.max(shape.keyWidth(), shape.valueWidth());
    return perKey * batch * keys <= Integer.MAX_VALUE - Long.SIZE;
  }

  private static DeviceCase<MhaDecode.Problem> traditional(
      String name, MhaShape shape, int keys, int batch) {
    return DeviceCase.whole(
        name,
        shape(shape.heads(), keys, batch) + " keyValueHeads=" + shape.keyValueHeads(),
        kernel(MhaDecode.OPERATOR, "tensor"),
        seed -> {
          requireRoom(shape, keys, batch);
          return DecodeProblems.mha(shape, batch, keys, seed);
        },
        Work::of,
        MhaDecodeReference.create());
  }

  private static void requireRoom(MhaShape shape, int keys, int batch) {
    int widths = shape.keyWidth() + shape.valueWidth();
    long bytes = (long) shape.keyValueHeads() * widths * Short.BYTES * keys * batch;
    long room = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    if (bytes > room) {
      throw new UnsupportedProblem(
          "keys and values take %d bytes; this Java virtual machine has room for %d"
              .formatted(bytes, room));
    }
  }

  private static String shape(int heads, int keys, int batch) {
    return "heads=%d keys=%d batch=%d".formatted(heads, keys, batch);
  }

  @SuppressWarnings("unchecked") // the operator's problems are P
  private static <P> CommittedKernel<P> kernel(Operator operator, String word) {
    return (CommittedKernel<P>)
        CommittedKernel.of(operator).stream()
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow();
  }
}
