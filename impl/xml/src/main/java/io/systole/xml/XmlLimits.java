package io.systole.xml;

/**
 * How much of a document is accepted from outside.
 *
 * @param maxBytes size of the document as UTF-8
 * @param maxDepth elements inside one another
 * @param maxAttributes of one element
 */
public record XmlLimits(int maxBytes, int maxDepth, int maxAttributes) {

  /** For files that an administrator names. */
  public static final XmlLimits FILE = new XmlLimits(512 << 20, 256, 1024);

  /** For messages from other processes. */
  public static final XmlLimits MESSAGE = new XmlLimits(64 << 20, 256, 1024);
}
