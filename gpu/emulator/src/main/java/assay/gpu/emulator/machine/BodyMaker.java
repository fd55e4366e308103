package assay.gpu.emulator.machine;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Makes a method that executes steps one after the other.
 *
 * <p>The steps are constants of the method, so the JIT knows their classes and registers, inlines
 * them and need not look up what to call.
 */
final class BodyMaker {

  private static final ClassDesc NAME = ClassDesc.of(BodyMaker.class.getPackageName(), "Body");
  private static final ClassDesc BODY = desc(BasicBlock.Body.class);
  private static final ClassDesc STEP = desc(Step.class);
  private static final ClassDesc WARP = desc(Warp.class);
  private static final MethodTypeDesc EXECUTE =
      MethodTypeDesc.of(ConstantDescs.CD_void, WARP, ConstantDescs.CD_int);
  private static final MethodTypeDesc AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private BodyMaker() {}

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  /** Executes the steps; the first is the instruction with this number. */
  static BasicBlock.Body make(int first, Step[] steps) {
    byte[] bytes =
        ClassFile.of()
            .build(
                NAME,
                type -> {
                  type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  type.withSuperclass(BODY);
                  type.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      0,
                      code ->
                          code.aload(0)
                              .invokespecial(BODY, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                              .return_());
                  type.withMethodBody(
                      "execute", EXECUTE, 0, code -> execute(code, first, steps.length));
                });
    try {
      return (BasicBlock.Body)
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes, List.of(steps), true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot join steps", e);
    }
  }

  private static void execute(CodeBuilder code, int first, int count) {
    for (int i = 0; i < count; i++) {
      code.aload(1).loadConstant(first + i).invokevirtual(WARP, "at", AT);
      code.loadConstant(step(i)).aload(1).iload(2).invokevirtual(STEP, "execute", EXECUTE);
    }
    code.return_();
  }

  private static DynamicConstantDesc<?> step(int index) {
    return DynamicConstantDesc.ofNamed(
        ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, STEP, index);
  }
}
