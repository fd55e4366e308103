package assay.evidence;

/**
 * Where along one axis of a tensor the wrong elements lie.
 *
 * @param tensor its name
 * @param axis its name
 * @param extent of the axis
 * @param map a character for each stretch of the axis, of equal length: {@code ·} none of its
 *     elements is wrong, {@code ▁} to {@code █} up to all of them
 * @param where the same in words, such as {@code all}, {@code only 3 of 16} or {@code every 64th}
 */
public record AxisErrors(String tensor, String axis, int extent, String map, String where) {}
