package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  private static final Access WITH_GROUP =
      new Access("hacluster", Optional.of("haclient"), ImmutableSet.of("alice"));

  private static final Access WITHOUT_GROUP =
      new Access("hacluster", Optional.empty(), ImmutableSet.of());

  @ParameterizedTest
  @CsvSource({
    "root, root, true, true",
    "hacluster, users, true, true",
    "bob, haclient, true, false",
    "alice, users, true, false",
    "bob, users, false, false",
    "1234, 1234, false, false",
    "bob, root, false, false"
  })
  void decides(String user, String group, boolean withGroup, boolean withoutGroup) {
    Credentials peer = new Credentials(user, group);
    assertEquals(withGroup, WITH_GROUP.allows(peer));
    assertEquals(withoutGroup, WITHOUT_GROUP.allows(peer));
  }

  @Test
  void aGroupOfTheSystemIsFound() throws Exception {
    assertEquals(Optional.of("daemon"), Access.withGroup("daemon").group());
  }

  @Test
  void aGroupThatIsNotThereIsNamed() {
    IpcException unknown =
        assertThrows(IpcException.class, () -> Access.withGroup("no-such-group-here"));
    assertTrue(String.valueOf(unknown.getMessage()).contains("'no-such-group-here'"));
  }
}
