package io.systole.cib;

import static io.systole.cib.Cibs.cib;
import static io.systole.cib.Cibs.configured;
import static io.systole.cib.Cibs.xml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.OptionValues;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CibTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<cibs/>, begins with <cib>",
        "<cib/>, no <configuration>",
        "<cib><configuration/><configuration/></cib>, a second <configuration>",
        "<cib><configuration><nodes/><nodes/></configuration></cib>, a second <nodes>",
        "<cib><configuration/><other/></cib>, this has <other>",
        "<cib epoch='one'><configuration/></cib>, this is 'one'",
        "<cib epoch='-1'><configuration/></cib>, this is '-1'",
        "<cib epoch='9999999999999'><configuration/></cib>, epoch of <cib>",
      })
  void whatIsNoCibIsRefused(String text, String reason) {
    CibException refused = assertThrows(CibException.class, () -> Cib.of(xml(text)));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void missingSectionsAndNumbersArePutIn() {
    Cib cib = cib("<cib><configuration/></cib>");
    assertEquals(CibVersion.ZERO, cib.version());
    assertEquals("0", cib.root().attribute("num_updates", ""));
    for (String section : ImmutableList.of("crm_config", "nodes", "resources", "constraints")) {
      assertTrue(cib.configuration().child(section).isPresent(), section);
    }
    assertTrue(cib.root().child("status").isPresent());
  }

  @Test
  void theVersionCountsInTheDigest() {
    Cib cib = Cib.empty();
    assertNotEquals(cib.digest(), cib.withVersion(new CibVersion(0, 1, 0)).digest());
    assertEquals(
        cib.configurationDigest(), cib.withVersion(new CibVersion(0, 1, 0)).configurationDigest());
  }

  @Test
  void versionsCompareFromTheLeft() {
    assertTrue(new CibVersion(1, 0, 0).compareTo(new CibVersion(0, 9, 9)) > 0);
    assertTrue(new CibVersion(0, 2, 0).compareTo(new CibVersion(0, 1, 9)) > 0);
    assertTrue(new CibVersion(0, 1, 10).compareTo(new CibVersion(0, 1, 9)) > 0);
    assertEquals(Optional.of(new CibVersion(1, 2, 3)), CibVersion.parse("1.2.3"));
    assertEquals(Optional.empty(), CibVersion.parse("1.2"));
    assertEquals(Optional.empty(), CibVersion.parse("1.2.-3"));
  }

  @Test
  void optionsComeFromTheFirstSetThatHasThem() {
    OptionValues options =
        configured(
                "<crm_config><cluster_property_set id='other' score='9'>"
                    + "<nvpair id='a' name='no-quorum-policy' value='freeze'/>"
                    + "<nvpair id='b' name='cluster-delay' value='2min'/></cluster_property_set>"
                    + "<cluster_property_set id='cib-bootstrap-options'>"
                    + "<nvpair id='c' name='no-quorum-policy' value='stop'/>"
                    + "<nvpair id='d' name='stonith-enabled' value='no'/>"
                    + "<nvpair id='e' name='batch-limit' value='many'/>"
                    + "</cluster_property_set></crm_config>")
            .options();
    assertEquals("stop", options.choice(ClusterOption.NO_QUORUM_POLICY));
    assertEquals(Duration.ofMinutes(2), options.duration(ClusterOption.CLUSTER_DELAY));
    assertEquals(false, options.flag(ClusterOption.FENCING_ENABLED));
    assertEquals(0, options.number(ClusterOption.BATCH_LIMIT));
    assertEquals(true, options.flag(ClusterOption.SYMMETRIC_CLUSTER));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000",
    "10s, 10000",
    "10sec, 10000",
    "250ms, 250",
    "2min, 120000",
    "2m, 120000",
    "1h, 3600000",
    "1 hr, 3600000",
    "PT1M, 60000",
    "3000us, 3",
  })
  void timesAreReadAsTheFieldWritesThem(String text, long millis) {
    assertEquals(Optional.of(millis), FieldValues.duration(text).map(Duration::toMillis));
  }

  @ParameterizedTest
  @CsvSource({"''", "soon", "10 parsecs", "-5s", "PX", "1e3"})
  void whatIsNoTimeIsNone(String text) {
    assertEquals(Optional.empty(), FieldValues.duration(text));
  }

  @Test
  void nearIdsAreSlips() {
    ImmutableList<String> known = ImmutableList.of("database", "webserver", "ip");
    assertEquals(Optional.of("webserver"), NearIds.suggest("websrever", known));
    assertEquals(Optional.of("database"), NearIds.suggest("Database", known));
    assertEquals(Optional.of("ip"), NearIds.suggest("ipp", known));
    assertEquals(Optional.empty(), NearIds.suggest("mail", known));
    assertEquals(Optional.empty(), NearIds.suggest("x", ImmutableList.of()));
  }

  @ParameterizedTest
  @CsvSource({"web,web,0", "web,wbe,1", "web,wab,1", "web,we,1", "'',web,3", "status,statsu,1"})
  void countsTheLettersThatDiffer(String a, String b, int distance) {
    assertEquals(distance, NearIds.distance(a, b));
    assertEquals(distance, NearIds.distance(b, a));
  }
}
