package assay.verify.rival;

import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.verify.GoldenOperators;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules that a test of any operator may use. They look at its first output; bytes of a cache are
 * none of their business.
 */
final class GeneralRivals {

  private static final Source TORCH = new Source("PyTorch", "torch.testing.assert_close", "");
  private static final Source ALLCLOSE = new Source("PyTorch", "torch.allclose at 1e-2", "");
  private static final Source COSINE = new Source("many", "cosine similarity of out", "");

  private static final FloatFormat F32 = FloatFormat.F32;
  private static final FloatFormat BF16 = FloatFormat.BF16;
  private static final FloatFormat FP16 = FloatFormat.FP16;

  static final List<Rival> ALL =
      Operator.ALL.stream()
          .filter(operator -> !operator.equals(AppendLatentCache.OPERATOR))
          .flatMap(GeneralRivals::of)
          .toList();

  private GeneralRivals() {}

  private static Stream<Rival> of(Operator operator) {
    PublishedInputs<?> inputs =
        operator.equals(PagedMlaDecode.OPERATOR)
            ? DecodeRivals.GENERAL
            : new ModelInputs<>(GoldenOperators.of(operator));
    return Stream.of(
        assertClose("assert-close-bf16", inputs, BF16, 1.6e-2, 1e-5),
        assertClose("assert-close-fp16", inputs, FP16, 1e-3, 1e-5),
        assertClose("assert-close-f32", inputs, F32, 1.3e-6, 1e-5),
        Rival.of("allclose-1e-2", ALLCLOSE, inputs, F32, first(Close.of(1e-2, 1e-2))),
        Rival.of("cosine-0.999", COSINE, inputs, F32, first(new Cosine(0.999))));
  }

  private static Rival assertClose(
      String name,
      PublishedInputs<?> inputs,
      FloatFormat format,
      double relative,
      double absolute) {
    Criterion criterion = first(Close.of(absolute, relative));
    return new Rival(name, TORCH, inputs, format, List.of(criterion), List.of(format));
  }

  private static Criterion first(Rule rule) {
    return new Criterion(Rival.FIRST, rule);
  }
}
