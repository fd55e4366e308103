package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contracts as people write them. */
class ContractTextTest {

  @Test
  void everyTermCanBeChanged() {
    String text =
        "scores=f64,weights=fp16,accumulator=f64,features=hopper,keys=ampere/64,output=f32,"
            + "lse=f64,exp2=0x1p-20,log=1e-6,rescale=128";
    NumericContract changed =
        new NumericContract(
            FloatFormat.F64,
            FloatFormat.FP16,
            FloatFormat.F64,
            Accumulation.HOPPER,
            Accumulation.AMPERE.inBlocksOf(64),
            FloatFormat.F32,
            FloatFormat.F64,
            0x1p-20,
            1e-6,
            128);
    assertEquals(changed, ContractText.parse(NumericContract.BF16, text));
  }

  @Test
  void whatIsNotNamedStays() {
    NumericContract changed = ContractText.parse(NumericContract.BF16, "output=f32");
    assertEquals(NumericContract.BF16.withOutput(FloatFormat.F32), changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output      | contract has 'output'; it must be NAME=VALUE with a name of scores,",
        "x=1         | contract has 'x=1'; it must be NAME=VALUE with a name of scores,",
        "output=bf17 | contract has 'output=bf17'; it must be one of fp8-e4m3, fp8-e5m2, bf16,",
        "keys=pascal | contract has 'keys=pascal'; it must be one of chain, volta,",
        "keys=chain/x | contract has 'keys=chain/x'; it must be a number",
        "exp2=small  | contract has 'exp2=small'; it must be a number",
        "rescale=1.5 | contract has 'rescale=1.5'; it must be a number",
        "exp2=1      | exp2RelativeError is 1.0; it must be in [0, 0.5)"
      })
  void whatIsNoContractIsRefused(String text, String sentence) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> ContractText.parse(NumericContract.BF16, text));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(sentence), refused::getMessage);
  }
}
