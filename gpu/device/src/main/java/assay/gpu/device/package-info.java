/**
 * The seam between kernels and the machines that run them: no vendor, no operator.
 *
 * <p>A backend implements {@link assay.gpu.device.DeviceProvider} and is found by {@link
 * java.util.ServiceLoader}; {@code DeviceContract} in this module's test-jar says what it must do.
 */
@NullMarked
package assay.gpu.device;

import org.jspecify.annotations.NullMarked;
