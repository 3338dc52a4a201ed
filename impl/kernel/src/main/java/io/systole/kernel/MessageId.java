package io.systole.kernel;

/**
 * Names a message by the step that sent it.
 *
 * @param node who sent it
 * @param incarnation of the sending process, so that a restarted one never repeats an id
 * @param seq the sending step's number on that node
 * @param index which of that step's messages, from 0
 */
public record MessageId(NodeName node, long incarnation, long seq, int index) {

  @Override
  public String toString() {
    return node + "/" + incarnation + "/" + seq + "/" + index;
  }
}
