@org.jspecify.annotations.NullMarked
package assay.gpu.mutation;
