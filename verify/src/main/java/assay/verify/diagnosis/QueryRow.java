package assay.verify.diagnosis;

/**
 * One query token and head.
 *
 * @param index its row in the result
 * @param sequence which of the batch
 * @param token its place among the sequence's query tokens
 * @param tokens how many these are
 * @param head of the query
 * @param length keys of the sequence, masked or not
 * @param visible how many of them it sees
 * @param sink logit in the normaliser; −∞ for none
 */
record QueryRow(
    int index,
    int sequence,
    int token,
    int tokens,
    int head,
    int length,
    int visible,
    double sink) {

  QueryRow seeing(int keys) {
    return new QueryRow(index, sequence, token, tokens, head, length, Math.max(0, keys), sink);
  }
}
