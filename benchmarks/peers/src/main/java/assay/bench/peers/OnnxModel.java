package assay.bench.peers;

import assay.numerics.FloatFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model built in memory: inputs of one element type and any shape, nodes, one output.
 *
 * <p>Field numbers are those of onnx.proto, IR version 10.
 */
final class OnnxModel {

  private static final int IR_VERSION = 10;
  private static final int OPERATOR_SET = 23;

  // ModelProto.
  private static final int MODEL_IR_VERSION = 1;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET = 8;
  private static final int OPSET_VERSION = 2;

  // GraphProto.
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_NAME = 2;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;

  // NodeProto.
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;

  // ValueInfoProto, TypeProto, TypeProto.Tensor.
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_ELEMENT_TYPE = 1;

  // TensorProto.DataType.
  private static final int FLOAT = 1;
  private static final int DOUBLE = 11;

  private final int elementType;
  private final List<Protobuf> nodes = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();

  OnnxModel(FloatFormat format) {
    this.elementType =
        switch (format) {
          case F32 -> FLOAT;
          case F64 -> DOUBLE;
          default ->
              throw new IllegalArgumentException(
                  "format is " + format + "; allowed are F32 and F64");
        };
  }

  /** Declares an input of the model's element type. */
  OnnxModel input(String name) {
    inputs.add(name);
    return this;
  }

  /** Adds {@code output = operator(inputs)}; an attribute's value is an Integer or a Float. */
  OnnxModel node(
      String operator, List<String> from, String output, Map<String, Number> attributes) {
    Protobuf node = new Protobuf();
    from.forEach(name -> node.text(NODE_INPUT, name));
    node.text(NODE_OUTPUT, output).text(NODE_OPERATOR, operator);
    attributes.forEach((name, value) -> node.message(NODE_ATTRIBUTE, attribute(name, value)));
    nodes.add(node);
    return this;
  }

  /** The bytes of a model file whose output is {@code output}. */
  byte[] toBytes(String output) {
    Protobuf graph = new Protobuf();
    nodes.forEach(node -> graph.message(GRAPH_NODE, node));
    graph.text(GRAPH_NAME, "assay");
    inputs.forEach(name -> graph.message(GRAPH_INPUT, value(name)));
    graph.message(GRAPH_OUTPUT, value(output));
    return new Protobuf()
        .integer(MODEL_IR_VERSION, IR_VERSION)
        .message(MODEL_GRAPH, graph)
        .message(MODEL_OPSET, new Protobuf().integer(OPSET_VERSION, OPERATOR_SET))
        .toBytes();
  }

  private Protobuf value(String name) {
    Protobuf tensor = new Protobuf().integer(TENSOR_ELEMENT_TYPE, elementType);
    Protobuf type = new Protobuf().message(TYPE_TENSOR, tensor);
    return new Protobuf().text(VALUE_NAME, name).message(VALUE_TYPE, type);
  }

  /** AttributeProto: name 1, f 2, i 3, type 20, which is 1 for a float and 2 for an integer. */
  private static Protobuf attribute(String name, Number value) {
    Protobuf attribute = new Protobuf().text(1, name);
    return value instanceof Integer integer
        ? attribute.integer(3, integer).integer(20, 2)
        : attribute.real(2, value.floatValue()).integer(20, 1);
  }
}
