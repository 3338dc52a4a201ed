package io.systole.cib;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws trees that are awkward to compare: few names, few ids, some without, some twice. */
final class RandomTrees {

  private static final List<String> NAMES = List.of("primitive", "group", "nvpair", "rule");
  private static final List<String> ATTRIBUTES = List.of("name", "value", "score");

  private final Random random;

  RandomTrees(long seed) {
    this.random = new Random(seed);
  }

  Cib cib(String version) {
    return Cibs.cib("<cib " + version + "><configuration/><status/></cib>");
  }

  /** {@code cib} with its resources, constraints and status drawn. */
  Cib filled(Cib cib) {
    Element root = cib.root();
    for (CibSection section : List.of(CibSection.RESOURCES, CibSection.STATUS)) {
      root = section.update(root, old -> old.withChildren(elements(3)));
    }
    return of(root);
  }

  /** {@code cib} after some changes here and there. */
  Cib changed(Cib cib, String epoch) {
    Element root = cib.root();
    for (CibSection section : List.of(CibSection.RESOURCES, CibSection.STATUS)) {
      root = section.update(root, old -> changed(old, 3));
    }
    return of(root.with("epoch", epoch));
  }

  private static Cib of(Element root) {
    try {
      return Cib.of(root);
    } catch (CibException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Element> elements(int depth) {
    List<Element> drawn = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      drawn.add(element(depth));
    }
    return drawn;
  }

  private Element element(int depth) {
    Element.Builder builder = Element.builder(one(NAMES));
    if (random.nextInt(10) > 0) {
      builder.attribute("id", id());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      builder.attribute(one(ATTRIBUTES), Integer.toString(random.nextInt(3)));
    }
    if (random.nextInt(20) == 0) {
      builder.text("text " + random.nextInt(2));
    }
    return depth == 0 ? builder.build() : builder.children(elements(depth - 1)).build();
  }

  private String id() {
    return switch (random.nextInt(30)) {
      case 0 -> "it's";
      case 1 -> "\"";
      case 2 -> "'\"";
      case 3 -> "/a[@id='b']";
      default -> "i" + random.nextInt(25);
    };
  }

  private Element changed(Element here, int depth) {
    List<Element> children = new ArrayList<>();
    for (Element child : here.children()) {
      if (random.nextInt(8) > 0) {
        children.add(random.nextInt(3) == 0 ? changed(child, depth - 1) : child);
      }
    }
    if (random.nextInt(5) == 0) {
      Collections.shuffle(children, random);
    }
    if (random.nextInt(3) == 0 && !children.isEmpty()) {
      children.add(children.remove(random.nextInt(children.size())));
    }
    if (random.nextInt(3) == 0) {
      children.add(random.nextInt(children.size() + 1), element(Math.max(0, depth - 1)));
    }
    Element changed = here.withChildren(children);
    if (depth < 3 && random.nextInt(2) == 0) {
      changed = changed.with(one(ATTRIBUTES), Integer.toString(random.nextInt(5)));
    }
    return random.nextInt(6) == 0 && depth < 3 ? changed.without(one(ATTRIBUTES)) : changed;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
