package assay.files;

import java.util.OptionalDouble;

/**
 * YaRN as a checkpoint's configuration gives it; what an absent field stands for is the reader's
 * model to say.
 *
 * <p>Source: YaRN, arXiv 2309.00071; field names of DeepSeek's and Hugging Face's configurations.
 *
 * @param factor how many times longer contexts become, positive
 * @param originalMaxPositions the context trained for
 * @param betaFast beta_fast
 * @param betaSlow beta_slow
 * @param mscale mscale
 * @param mscaleAllDim mscale_all_dim
 */
public record RopeScaling(
    double factor,
    int originalMaxPositions,
    OptionalDouble betaFast,
    OptionalDouble betaSlow,
    OptionalDouble mscale,
    OptionalDouble mscaleAllDim) {}
