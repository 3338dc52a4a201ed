package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.primitives.Longs;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;

/** Epochs and view ids as two attributes: a number and a node. */
public final class EpochCodec {

  private EpochCodec() {}

  public static void write(
      Epoch epoch, String number, String coordinator, Element.Builder written) {
    written.attribute(number, epoch.number()).attribute(coordinator, epoch.coordinator().value());
  }

  public static void write(ViewId view, String number, String creator, Element.Builder written) {
    written.attribute(number, view.number()).attribute(creator, view.creator().value());
  }

  /**
   * Reads an epoch from two attributes of {@code element}.
   *
   * @throws CibException if they do not name one
   */
  public static Epoch read(Element element, String number, String coordinator) throws CibException {
    return new Epoch(number(element, number), node(element, coordinator));
  }

  /**
   * Reads a view's id from two attributes of {@code element}.
   *
   * @throws CibException if they do not name one
   */
  public static ViewId readView(Element element, String number, String creator)
      throws CibException {
    return new ViewId(number(element, number), node(element, creator));
  }

  /**
   * Reads a node's name.
   *
   * @throws CibException if the attribute is missing or no name
   */
  public static NodeName node(Element element, String attribute) throws CibException {
    String text = element.attribute(attribute, "");
    try {
      return new NodeName(text);
    } catch (IllegalArgumentException e) {
      throw new CibException(
          element.line(),
          lenientFormat("%s of <%s>: %s", attribute, element.name(), e.getMessage()));
    }
  }

  /**
   * Reads a number that is not negative.
   *
   * @throws CibException if the attribute is missing or none
   */
  public static long number(Element element, String attribute) throws CibException {
    String text = element.attribute(attribute, "");
    Long number = Longs.tryParse(text);
    if (number == null || number < 0) {
      throw new CibException(
          element.line(),
          lenientFormat(
              "%s of <%s> is a number that is not negative, but this is '%s'",
              attribute, element.name(), text));
    }
    return number;
  }
}
