package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ModuleContract extends ContractPart {

  private static final String HEADER = ".version 8.0\n.target sm_80\n.address_size 64\n";

  @Test
  void kernel_hasItsNameAndResources() {
    Kernel kernel = kernel("shared_memory.ptx", "static_shared");
    KernelResources resources = kernel.resources();
    assertEquals("static_shared", kernel.name());
    assertEquals(256, resources.staticSharedBytes());
    assertTrue(resources.registersPerThread() >= 0, resources::toString);
    assertTrue(resources.localBytesPerThread() >= 0, resources::toString);
    assertTrue(resources.maxThreadsPerBlock() >= 64, resources::toString);
  }

  @Test
  void modules_liveSideBySide() {
    DeviceModule first = device().load(ContractPtx.source("vector_add.ptx"));
    DeviceModule second = device().load(ContractPtx.source("vector_add.ptx"));
    first.close();
    assertEquals("vector_add", second.kernel("vector_add").name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector_sub", "", "vector_add ", "VECTOR_ADD"})
  void unknownEntry_isRefused(String name) {
    DeviceModule module = device().load(ContractPtx.source("vector_add.ptx"));
    assertRefused(InvalidModule.class, () -> module.kernel(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not PTX at all",
        HEADER + ".visible .entry f() { ret }",
        HEADER + ".visible .entry f() { no.such.opcode; ret; }",
        HEADER + ".visible .entry f() { mov.u32 %r1, 0; ret; }",
        HEADER + ".visible .entry f() { bra NOWHERE; ret; }",
        HEADER + ".visible .entry f() { .reg .b32 %a; add.f32 %a, %a; ret; }",
        HEADER + ".visible .entry f() { .reg .b64 %d; ld.param.u64 %d, [missing]; ret; }",
        HEADER + ".visible .entry f() { .reg .b32 %a; .reg .b32 %a; ret; }",
        ".version 99.0\n.target sm_80\n.address_size 64\n.visible .entry f() { ret; }",
        ".target sm_80\n.address_size 64\n.visible .entry f() { ret; }"
      })
  void malformedPtx_isRefused(String text) {
    InvalidModule refusal = refusalOf(new PtxSource("sample.ptx", text));
    assertTrue(refusal.toString().contains("sample.ptx"), refusal::toString);
    assertTrue(!refusal.problems().isEmpty(), "no problem is named");
  }

  @Test
  void truncatedPtx_isRefused() {
    String whole = ContractPtx.source("vector_add.ptx").text().stripTrailing();
    for (int length = whole.indexOf('{'); length < whole.length(); length += 37) {
      refusalOf(new PtxSource("truncated.ptx", whole.substring(0, length)));
    }
  }

  @Test
  void refusedModule_leavesTheDeviceUsable() {
    refusalOf(new PtxSource("sample.ptx", "not PTX at all"));
    assertEquals("vector_add", kernel("vector_add.ptx", "vector_add").name());
  }

  private InvalidModule refusalOf(PtxSource source) {
    return assertThrows(InvalidModule.class, () -> device().load(source), source::text);
  }
}
