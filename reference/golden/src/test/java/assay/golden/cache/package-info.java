@org.jspecify.annotations.NullMarked
package assay.golden.cache;
