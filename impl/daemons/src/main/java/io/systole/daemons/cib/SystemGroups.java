package io.systole.daemons.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibSection;
import io.systole.cib.acl.CibUser;
import io.systole.posix.Accounts;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.TreeSet;

/** Which groups a user is in, as this machine knows it. */
public final class SystemGroups {

  private final String user;
  private final String effective;

  private SystemGroups(String user, String effective) {
    this.user = user;
    this.effective = effective;
  }

  /**
   * A user with those of the groups that the lists name which he is in.
   *
   * @param effective a group that he is known to be in; empty if none is known
   */
  public static CibUser user(String name, String effective, Cib cib) {
    SystemGroups groups = new SystemGroups(name, effective);
    TreeSet<String> in = new TreeSet<>();
    for (Element group : cib.section(CibSection.ACLS).children("acl_group")) {
      String called = group.attribute("name", group.id());
      if (groups.has(called)) {
        in.add(called);
      }
    }
    return new CibUser(name, ImmutableSortedSet.copyOf(in));
  }

  private boolean has(String group) {
    if (group.equals(effective)) {
      return true;
    }
    Optional<Accounts.Group> known = Accounts.group(group);
    return known.isPresent()
        && (known.get().members().contains(user)
            || Accounts.loginGroup(user).equals(known.map(Accounts.Group::number)));
  }
}
