package io.systole.daemons.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {

  @TempDir private Path folder;
  private Secrets secrets;

  @BeforeEach
  void open() throws Exception {
    Path file = folder.resolve("systole.xml");
    Files.writeString(
        file,
        "<systole cluster='c' node='n' state='state'><engine type='jgroups'>"
            + "<member node='n' id='1' address='127.0.0.1' port='7801'/></engine></systole>");
    secrets = Secrets.of(NodeConfiguration.read(file));
  }

  @Test
  void aSecretTakesThePlaceOfWhatSaysThatItIsElsewhere() throws Exception {
    secrets.set("power", "passwd", "s3cret");
    ImmutableSortedMap<String, String> told =
        ImmutableSortedMap.of("ip", "192.0.2.1", "passwd", Secrets.ELSEWHERE);
    assertEquals(
        ImmutableSortedMap.of("ip", "192.0.2.1", "passwd", "s3cret"),
        secrets.reveal("power", told));
    assertThrows(Secrets.SecretException.class, () -> secrets.reveal("other", told));
  }

  @Test
  void itsFilesAreTheirOwnersAloneAndHaveTheFieldsNames() throws Exception {
    secrets.set("power", "passwd", "s3cret");
    Path file = folder.resolve("state/secrets/power/passwd");
    assertEquals("s3cret", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "33e1b232a4e6fa0028a6670753749a17",
        Files.readString(file.resolveSibling("passwd.sign")).strip());
  }

  @Test
  void aDamagedOneIsNotUsed() throws Exception {
    secrets.set("power", "passwd", "s3cret");
    Files.writeString(folder.resolve("state/secrets/power/passwd"), "other");
    Secrets.SecretException refused =
        assertThrows(Secrets.SecretException.class, () -> secrets.checked("power", "passwd"));
    assertTrue(String.valueOf(refused.getMessage()).contains("damaged"));
    assertEquals(Optional.of("other"), secrets.get("power", "passwd"));
  }

  @Test
  void aDeletedOneIsGone() throws Exception {
    secrets.set("power", "passwd", "s3cret");
    secrets.delete("power", "passwd");
    secrets.delete("power", "passwd");
    assertEquals(Optional.empty(), secrets.get("power", "passwd"));
    assertFalse(Files.exists(folder.resolve("state/secrets/power")));
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    for (String name : new String[] {"..", "a/b", "", ".hidden"}) {
      assertThrows(Secrets.SecretException.class, () -> secrets.get(name, "passwd"), name);
      assertThrows(Secrets.SecretException.class, () -> secrets.set("power", name, ""), name);
    }
  }
}
