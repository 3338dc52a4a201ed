package io.systole.cib.acl;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.List;

/**
 * An element and all in it, with what a user may do with each.
 *
 * @param access what the user may do with the element itself
 * @param children as they are in the element
 */
public record Marked(Element element, Access access, ImmutableList<Marked> children) {

  /** What a user may do. */
  public enum Access {
    WRITABLE,
    READABLE,
    DENIED
  }

  static Marked of(Element element, Rights rights, Right inherited) {
    Right right = rights.of(inherited);
    ImmutableList.Builder<Marked> children = ImmutableList.builder();
    for (int i = 0; i < element.children().size(); i++) {
      children.add(of(element.children().get(i), rights.child(i), right));
    }
    return new Marked(element, access(right), children.build());
  }

  private static Access access(Right right) {
    return switch (right) {
      case READ -> Access.READABLE;
      case WRITE -> Access.WRITABLE;
      case DENY -> Access.DENIED;
    };
  }

  /** What is found by going down, each time to the child with that number. */
  public Marked at(List<Integer> indexes) {
    Marked here = this;
    for (int index : indexes) {
      here = here.children.get(index);
    }
    return here;
  }
}
