package io.systole.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The system's own command prints its databases, which is what we are compared with. */
final class AccountsTest {

  @Test
  @DisplayName("every group has the number and the members that the system names")
  void groups() throws Exception {
    for (List<String> fields : entries("group")) {
      Accounts.Group group = Accounts.group(fields.get(0)).orElseThrow();
      assertEquals(Integer.parseUnsignedInt(fields.get(2)), group.number(), fields.get(0));
      assertEquals(
          new TreeSet<>(Splitter.on(',').omitEmptyStrings().splitToList(fields.get(3))),
          group.members(),
          fields.get(0));
    }
  }

  @Test
  @DisplayName("every user has the login group that the system names")
  void users() throws Exception {
    for (List<String> fields : entries("passwd")) {
      assertEquals(
          Optional.of(Integer.parseUnsignedInt(fields.get(3))),
          Accounts.loginGroup(fields.get(0)),
          fields.get(0));
    }
  }

  @Test
  @DisplayName("nobody is found who is not there")
  void nobody() {
    assertEquals(Optional.empty(), Accounts.group("no-such-group-here"));
    assertEquals(Optional.empty(), Accounts.loginGroup("no-such-user-here"));
  }

  private static List<List<String>> entries(String database) throws IOException {
    Process getent = new ProcessBuilder("getent", database).start();
    String said = new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<List<String>> entries =
        said.lines().map(line -> Splitter.on(':').splitToList(line)).toList();
    assertTrue(entries.size() > 1, said);
    return entries;
  }
}
