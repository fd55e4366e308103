/** Diagnoses are held against mistakes whose class is known. */
@org.jspecify.annotations.NullMarked
package assay.verify.diagnosis;
