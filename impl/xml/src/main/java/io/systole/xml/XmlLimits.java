package io.systole.xml;

/**
 * How much of a document is accepted from outside.
 *
 * @param maxBytes size of the document as UTF-8
 * @param maxDepth elements inside one another
 * @param maxAttributes of one element
 * @param maxElements of the whole document
 */
public record XmlLimits(int maxBytes, int maxDepth, int maxAttributes, int maxElements) {

  /** For files that an administrator names. */
  public static final XmlLimits FILE = new XmlLimits(512 << 20, 256, 1024, 8_000_000);

  /** For messages from other processes. */
  public static final XmlLimits MESSAGE = new XmlLimits(64 << 20, 256, 1024, 1_000_000);
}
