package io.systole.agents;

/**
 * What a process wrote.
 *
 * @param text the end of it, as UTF-8
 * @param dropped how many bytes came before {@code text} and were not kept
 */
public record Output(String text, long dropped) {

  public static final Output NONE = new Output("", 0);
}
