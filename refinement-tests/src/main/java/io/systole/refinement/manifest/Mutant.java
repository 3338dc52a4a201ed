package io.systole.refinement.manifest;

/**
 * A specification with one thing made wrong.
 *
 * @param name the guard that is dropped, or the name of the change
 * @param module the file that is changed
 * @param replaced a text that the file has once
 * @param by what stands in its place
 * @param falls {@code MODEL/PROPERTY}: the invariant or property that it must fall to, or the
 *     operator that tells what does not come to be any more
 */
public record Mutant(String name, String module, String replaced, String by, String falls) {

  /** The model on which it is checked. */
  public String model() {
    return falls.substring(0, falls.indexOf('/'));
  }

  /** The invariant, property or operator that it must fall to. */
  public String property() {
    return falls.substring(falls.indexOf('/') + 1);
  }
}
