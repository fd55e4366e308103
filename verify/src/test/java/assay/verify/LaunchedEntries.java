package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Kernel;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.spec.Implementation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The names of the entries that a launcher launches, in order. */
final class LaunchedEntries {

  private final List<String> names = new ArrayList<>();

  private LaunchedEntries() {}

  static <P> List<String> of(Function<Device, ? extends Implementation<P>> launcher, P problem) {
    LaunchedEntries entries = new LaunchedEntries();
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      launcher.apply(entries.watched(device)).run(problem);
    }
    return entries.names;
  }

  private Device watched(Device device) {
    return around(
        Device.class,
        device,
        made -> made instanceof DeviceModule module ? watched(module) : made,
        called -> {});
  }

  private DeviceModule watched(DeviceModule module) {
    return around(
        DeviceModule.class,
        module,
        made -> made instanceof Kernel kernel ? watched(kernel) : made,
        called -> {});
  }

  private Kernel watched(Kernel kernel) {
    return around(
        Kernel.class,
        kernel,
        made -> made,
        called -> {
          if (called.equals("launch")) {
            names.add(kernel.name());
          }
        });
  }

  private interface Called {
    void called(String method);
  }

  private static <T> T around(Class<T> type, T inner, UnaryOperator<Object> made, Called called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              called.called(method.getName());
              return made.apply(invoke(inner, method, arguments));
            }));
  }

  private static Object invoke(Object inner, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}
