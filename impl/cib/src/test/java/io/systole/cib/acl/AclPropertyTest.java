package io.systole.cib.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Every element of a drawn CIB has a mark of its own, and who may see and change which is told a
 * second time here, by looking from each element outwards.
 */
final class AclPropertyTest {

  private static final CibUser ANNA = CibUser.of("anna", ImmutableList.of("crew"));
  private static final Pattern MARK = Pattern.compile("mark=\"(m[0-9]+)\"");
  private static final List<String> NAMES = List.of("primitive", "group", "nvpair", "clone");

  /** A permission, with what it matches told plainly. */
  private record Drawn(String kind, String name, String id, String attribute) {

    Element xml(int number) {
      Element.Builder permission =
          Element.builder("acl_permission").attributes("id", "p" + number, "kind", kind);
      if (number % 3 == 0) {
        String path =
            "//"
                + name
                + (id.isEmpty() ? "" : "[@id='" + id + "']")
                + (attribute.isEmpty() ? "" : "[@" + attribute + "]");
        return permission.attribute("xpath", path).build();
      }
      if (!id.isEmpty() && name.equals("*")) {
        permission.attribute("reference", id);
      } else if (id.isEmpty()) {
        permission.attribute("object-type", name);
      } else {
        return permission.attribute("xpath", "//" + name + "[@id='" + id + "']").build();
      }
      if (!attribute.isEmpty()) {
        permission.attribute("attribute", attribute);
      }
      return permission.build();
    }

    boolean matches(Element element, boolean attributeCounts) {
      return (name.equals("*") || element.is(name))
          && (id.isEmpty() || element.id().equals(id))
          && (!attributeCounts || attribute.isEmpty() || element.has(attribute));
    }
  }

  /** A CIB, its permissions, and what follows. */
  private static final class World {

    final Random random;
    final List<Drawn> permissions = new ArrayList<>();
    int marks;

    World(long seed) {
      random = new Random(seed);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        permissions.add(draw());
      }
    }

    private Drawn draw() {
      String kind = List.of("read", "write", "deny").get(random.nextInt(3));
      boolean byId = random.nextBoolean();
      String name = random.nextInt(3) == 0 ? "*" : NAMES.get(random.nextInt(NAMES.size()));
      if (!byId && name.equals("*")) {
        name = "resources";
      }
      String id = byId ? "i" + random.nextInt(12) : "";
      boolean special = byId && !name.equals("*");
      return new Drawn(kind, name, id, special || random.nextInt(3) > 0 ? "" : "hot");
    }

    Cib cib() throws CibException {
      Element.Builder role = Element.builder("acl_role").attribute("id", "r");
      for (int i = 0; i < permissions.size(); i++) {
        role.child(permissions.get(i).xml(i));
      }
      String holder = random.nextBoolean() ? "acl_target" : "acl_group";
      Element acls =
          Element.of("acls")
              .plus(role.build())
              .plus(
                  Element.of(holder, "id", holder.equals("acl_target") ? "anna" : "crew")
                      .plus(Element.of("role", "id", "r")));
      Element options =
          Element.of("crm_config")
              .plus(
                  Element.of("cluster_property_set", "id", "o")
                      .plus(
                          Element.of("nvpair", "id", "oe", "name", "enable-acl", "value", "true")));
      Element resources = marked(Element.of("resources").withChildren(elements(3)));
      return Cib.of(
          Element.of("cib", "epoch", "1")
              .plus(Element.of("configuration").plus(options).plus(resources).plus(acls)));
    }

    private Element marked(Element element) {
      return element.with("mark", "m" + ++marks);
    }

    List<Element> elements(int depth) {
      List<Element> drawn = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        Element.Builder builder =
            Element.builder(NAMES.get(random.nextInt(NAMES.size())))
                .attribute("id", "i" + random.nextInt(12));
        if (random.nextInt(4) == 0) {
          builder.attribute("hot", "1");
        }
        Element bare = builder.build();
        drawn.add(marked(depth == 0 ? bare : bare.withChildren(elements(depth - 1))));
      }
      return drawn;
    }

    /**
     * The right to the last of {@code path}, told by the innermost element that anything matches.
     */
    Right right(List<Element> path) {
      for (Element element : path.reversed()) {
        Optional<Right> right =
            permissions.stream()
                .filter(p -> p.matches(element, true))
                .map(p -> Right.valueOf(p.kind().toUpperCase(java.util.Locale.ROOT)))
                .max(Right::compareTo);
        if (right.isPresent()) {
          return right.get();
        }
      }
      return Right.DENY;
    }
  }

  private static void paths(Element here, List<Element> above, List<List<Element>> found) {
    List<Element> path = new ArrayList<>(above);
    path.add(here);
    found.add(path);
    here.children().forEach(child -> paths(child, path, found));
  }

  private static List<List<Element>> paths(Element root) {
    List<List<Element>> found = new ArrayList<>();
    paths(root, List.of(), found);
    return found;
  }

  private static ImmutableSortedSet<String> marks(String text) {
    TreeSet<String> marks = new TreeSet<>();
    Matcher mark = MARK.matcher(text);
    while (mark.find()) {
      marks.add(mark.group(1));
    }
    return ImmutableSortedSet.copyOf(marks);
  }

  private static ImmutableSortedSet<String> readable(World world, Element root) {
    TreeSet<String> marks = new TreeSet<>();
    for (List<Element> path : paths(root)) {
      if (path.getLast().has("mark") && world.right(path).reads()) {
        marks.add(path.getLast().attribute("mark", ""));
      }
    }
    return ImmutableSortedSet.copyOf(marks);
  }

  @Property(tries = 1000)
  void whatIsSeenIsWhatMayBeRead(@ForAll long seed) throws CibException {
    World world = new World(seed);
    Cib cib = world.cib();
    Acl acl = Acl.of(cib, ANNA).orElseThrow();
    String seen = acl.visible(cib.root()).map(Xml::write).orElse("");
    assertEquals(readable(world, cib.root()), marks(seen), () -> Xml.write(cib.root()));
  }

  @Property(tries = 1000)
  void aPatchTellsNothingElse(@ForAll long seed) throws CibException {
    World world = new World(seed);
    Cib before = world.cib();
    Element newResources = Element.of("resources").withChildren(world.elements(3));
    Element root = before.root();
    Element configuration = root.child("configuration").orElseThrow();
    Element changed =
        configuration.withChildren(
            configuration.children().stream()
                .map(c -> c.is("resources") ? newResources : c)
                .toList());
    Cib after = Cib.of(root.withChildren(List.of(changed)).with("epoch", "2"));
    Acl acl = Acl.of(before, ANNA).orElseThrow();
    Optional<Element> seenBefore = acl.visible(before.root());
    Optional<Element> seenAfter = Acl.of(after, ANNA).orElseThrow().visible(after.root());
    if (seenBefore.isEmpty() || seenAfter.isEmpty()) {
      return;
    }
    Patchset patch = Patchset.between(seen(seenBefore.get(), 1), seen(seenAfter.get(), 2));
    TreeSet<String> allowed = new TreeSet<>(readable(world, before.root()));
    allowed.addAll(readable(world, after.root()));
    assertTrue(allowed.containsAll(marks(Xml.write(PatchCodec.write(patch)))), () -> "" + patch);
  }

  private static Cib seen(Element visible, int epoch) throws CibException {
    Element whole =
        visible.child("configuration").isPresent()
            ? visible
            : visible.plus(Element.of("configuration"));
    return Cib.of(whole.with("epoch", Integer.toString(epoch)));
  }

  @Property(tries = 1000)
  void anAttributeIsChangedByWhoMayWriteIt(@ForAll long seed) throws CibException {
    World world = new World(seed);
    Cib cib = world.cib();
    List<List<Element>> all = marked(cib.root());
    if (all.isEmpty()) {
      return;
    }
    List<Element> path = all.get(world.random.nextInt(all.size()));
    Element changed = replaced(path, Optional.of(path.getLast().with("new", "x")));
    assertEquals(
        !world.right(path).writes(),
        Acl.of(cib, ANNA).orElseThrow().forbidden(cib.root(), changed).isPresent());
  }

  @Property(tries = 1000)
  void anElementIsRemovedByWhoMayWriteAllOfIt(@ForAll long seed) throws CibException {
    World world = new World(seed);
    Cib cib = world.cib();
    List<List<Element>> all = marked(cib.root());
    all.removeIf(p -> p.getLast().is("resources"));
    // Which of several siblings of one name and id has gone, nobody can tell.
    all.removeIf(AclPropertyTest::hasTwin);
    if (all.isEmpty()) {
      return;
    }
    List<Element> path = all.get(world.random.nextInt(all.size()));
    boolean may = all(path).stream().allMatch(inside -> world.right(inside).writes());
    Element changed = replaced(path, Optional.empty());
    assertEquals(!may, Acl.of(cib, ANNA).orElseThrow().forbidden(cib.root(), changed).isPresent());
  }

  private static boolean hasTwin(List<Element> path) {
    Element last = path.getLast();
    return path.get(path.size() - 2).children().stream()
            .filter(c -> c.is(last.name()) && c.id().equals(last.id()))
            .count()
        > 1;
  }

  private static List<List<Element>> all(List<Element> path) {
    List<List<Element>> found = new ArrayList<>();
    paths(path.getLast(), path.subList(0, path.size() - 1), found);
    return found;
  }

  private static List<List<Element>> marked(Element root) {
    List<List<Element>> all = paths(root);
    all.removeIf(path -> !path.getLast().has("mark"));
    return all;
  }

  private static Element replaced(List<Element> path, Optional<Element> replacement) {
    Optional<Element> swapped = replacement;
    for (int i = path.size() - 2; i >= 0; i--) {
      Element old = path.get(i + 1);
      Optional<Element> put = swapped;
      List<Element> children = new ArrayList<>();
      boolean done = false;
      for (Element child : path.get(i).children()) {
        if (!done && child.equals(old)) {
          put.ifPresent(children::add);
          done = true;
        } else {
          children.add(child);
        }
      }
      swapped = Optional.of(path.get(i).withChildren(children));
    }
    return swapped.orElseThrow();
  }

  @Property(tries = 200)
  void whoIsNotNamedSeesNothing(@ForAll long seed) throws CibException {
    Cib cib = new World(seed).cib();
    Acl acl = Acl.of(cib, CibUser.of("eve", ImmutableList.of())).orElseThrow();
    assertTrue(acl.visible(cib.root()).isEmpty());
    assertTrue(acl.forbidden(cib.root(), cib.root().with("x", "y")).isPresent());
    assertFalse(acl.forbidden(cib.root(), cib.root()).isPresent());
    assertTrue(Acl.of(cib, CibUser.of("root", ImmutableList.of())).isEmpty());
    assertTrue(Acl.of(cib, CibUser.of("hacluster", ImmutableList.of())).isEmpty());
  }
}
