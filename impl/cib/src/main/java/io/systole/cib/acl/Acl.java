package io.systole.cib.acl;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibSection;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.xpath.CibXPath;
import io.systole.xml.Element;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The access control lists of a CIB as they are for one user (Pacemaker Explained, "Access Control
 * Lists"). A permission holds for the elements that it matches and all in them, until a permission
 * for an element further inside says something else; of several for one element deny counts before
 * write, and write before read. What nothing is said of may not be seen.
 */
public final class Acl {

  private static final String CONFIGURATION = "configuration";

  private final ImmutableList<Permission> permissions;

  private Acl(ImmutableList<Permission> permissions) {
    this.permissions = permissions;
  }

  /** A permission with the path that says what it is for. */
  private record Permission(Right right, String path) {}

  /** The lists for a user, if any apply: not while they are off, and not to root and hacluster. */
  public static Optional<Acl> of(Cib cib, CibUser user) {
    return cib.options().flag(ClusterOption.ENABLE_ACL) ? asIfOn(cib, user) : Optional.empty();
  }

  /** The lists for a user, as they would apply if they were on; not to root and hacluster. */
  public static Optional<Acl> asIfOn(Cib cib, CibUser user) {
    if (user.isFree()) {
      return Optional.empty();
    }
    Element acls = cib.section(CibSection.ACLS);
    Set<String> roles = new LinkedHashSet<>();
    ImmutableList.Builder<Permission> permissions = ImmutableList.builder();
    for (Element child : acls.children()) {
      if (isAbout(child, user)) {
        child.children("role").forEach(role -> roles.add(role.id()));
        // What a target itself is allowed is the form of old schemas.
        permissions.addAll(permissions(child));
      }
    }
    for (Element role : acls.children("acl_role")) {
      if (roles.contains(role.id())) {
        permissions.addAll(permissions(role));
      }
    }
    return Optional.of(new Acl(permissions.build()));
  }

  private static boolean isAbout(Element target, CibUser user) {
    // Since schema 3.8 the name may differ from the id.
    String name = target.attribute("name", target.id());
    return switch (target.name()) {
      case "acl_target", "acl_user" -> name.equals(user.name());
      case "acl_group" -> user.groups().contains(name);
      default -> false;
    };
  }

  private static ImmutableList<Permission> permissions(Element holder) {
    ImmutableList.Builder<Permission> permissions = ImmutableList.builder();
    for (Element child : holder.children()) {
      String kind = child.is("acl_permission") ? child.attribute("kind", "") : child.name();
      right(kind).ifPresent(right -> permissions.add(new Permission(right, path(child))));
    }
    return permissions.build();
  }

  private static Optional<Right> right(String kind) {
    return switch (kind) {
      case "read" -> Optional.of(Right.READ);
      case "write" -> Optional.of(Right.WRITE);
      case "deny" -> Optional.of(Right.DENY);
      default -> Optional.empty();
    };
  }

  private static String path(Element permission) {
    String asked = permission.attribute("xpath", "");
    if (!asked.isEmpty()) {
      return asked;
    }
    String reference = permission.attribute("reference", permission.attribute("ref", ""));
    String type = permission.attribute("object-type", permission.attribute("tag", "*"));
    String attribute = permission.attribute("attribute", "");
    return "//"
        + type
        + (reference.isEmpty() ? "" : "[@id=" + CibXPath.quoted(reference) + "]")
        + (attribute.isEmpty() ? "" : "[@" + attribute + "]");
  }

  private Rights on(Element root) {
    Rights rights = new Rights();
    for (Permission permission : permissions) {
      try {
        for (CibXPath.Match match : CibXPath.parse(permission.path()).owners(root)) {
          rights.add(match.indexes(), permission.right());
        }
      } catch (CibException e) {
        // What can't be followed allows nothing, and what denies denies all rather than nothing.
        if (permission.right() == Right.DENY) {
          rights.add(ImmutableList.of(), Right.DENY);
        }
      }
    }
    return rights;
  }

  /**
   * What the user may see of a tree: the elements that may be read, each within what it stands in,
   * of which no more than name and id is told where it may not be read itself.
   *
   * @return empty if that is nothing
   */
  public Optional<Element> visible(Element root) {
    return AclView.of(root, on(root));
  }

  /** All of a tree with what the user may do with each element. */
  public Marked marked(Element root) {
    return Marked.of(root, on(root), Right.DENY);
  }

  /**
   * A CIB as the user sees it: with its version, and with the sections that every CIB has, be they
   * empty.
   *
   * @return empty if nothing of it may be seen
   */
  public Optional<Cib> seen(Cib cib) {
    return visible(cib.root())
        .map(root ->
            root.child(CONFIGURATION).isPresent() ? root : root.plus(Element.of(CONFIGURATION)))
        .map(root -> {
          try {
            return Cib.of(cib.version().writtenTo(root));
          } catch (CibException e) {
            throw new IllegalStateException("a part of a CIB is none", e);
          }
        });
  }

  /**
   * The first element that differs between two trees and that the user may not change.
   *
   * @return what may not be changed, in words; empty if all that differs may be
   */
  public Optional<String> forbidden(Element before, Element after) {
    return new AclCheck(on(before), on(after)).forbidden(before, after);
  }
}
