package io.systole.scheduler.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchOptionsTest {

  private static final String CONTENT = "<primitive id='p' class='ocf' type='D'/>";
  private static final String KEY = " -v /etc/pacemaker/authkey:/etc/pacemaker/authkey";
  private static final String LOGS = " -v /var/log/pacemaker/bundles/b-0:/var/log";

  private static BundleSpec bundle(String content) {
    try {
      return BundleSpec.of(Xml.parse("<bundle id='b'>" + content + "</bundle>")).orElseThrow();
    } catch (XmlException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "<docker/> | ' --restart=no -e PCMK_stderr=1 -e PCMK_remote_port=3121 '",
        "<docker options='--restart=always'/>"
            + " | ' -e PCMK_stderr=1 -e PCMK_remote_port=3121 --restart=always '",
        "<podman/> | ' -e PCMK_stderr=1 -e PCMK_remote_port=3121 '",
        "<podman network='host'/><network control-port='9'/>"
            + " | ' -e PCMK_stderr=1 --net=host -e PCMK_remote_port=9 '",
      })
  void whatRunsAContainerSaysHow(String content, String options) {
    assertEquals(options, new LaunchOptions(bundle(content), 0).text());
  }

  @Test
  void whatIsRunInItBringsTheKeyTheLogsAndThePort() {
    BundleSpec spec = bundle("<podman/><network control-port='9'/>" + CONTENT);
    LaunchOptions options = new LaunchOptions(spec, 0);
    String text = " -e PCMK_stderr=1 -e PCMK_remote_port=9" + KEY + LOGS + " -p 9:9 ";
    assertEquals(text, options.text());
    assertEquals("/var/log/pacemaker/bundles/b-0", options.folders());
  }

  @Test
  void eachReplicaHasAnAddressANameAndFoldersOfItsOwn() {
    BundleSpec spec =
        bundle(
            "<podman replicas='2'/><network ip-range-start='10.0.0.253'><port-mapping port='80'/>"
                + "</network><storage><storage-mapping source-dir-root='/srv' target-dir='/t'"
                + " options='rw'/></storage>");
    assertEquals(List.of("10.0.0.253", "10.0.0.254"), spec.addresses());
    LaunchOptions options = new LaunchOptions(spec, 1);
    assertEquals(
        " -h b-1 -e PCMK_stderr=1 -e PCMK_remote_port=3121 -v /srv/b-1:/t:rw"
            + " -p 10.0.0.254:80:80  --add-host=b-0:10.0.0.253 --add-host=b-1:10.0.0.254",
        options.text());
    assertEquals("/srv/b-1", options.folders());
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "replicas='3', 3", "promoted-max='2', 2", "replicas='0', 1"})
  void thereAreAsManyReplicasAsAskedForOrPromoted(String attributes, int replicas) {
    assertEquals(replicas, bundle("<docker " + attributes + "/>").replicas());
  }

  @Test
  void withoutAddressesTwoReplicasCannotShareANode() {
    assertEquals(1, bundle("<docker replicas-per-host='2'/>").perHost());
    assertEquals(
        2, bundle("<docker replicas-per-host='2'/><network ip-range-start='10.0.0.1'/>").perHost());
  }

  @Test
  void withoutANetworkNothingCanBeRunInIt() {
    assertEquals(false, bundle("<docker/>" + CONTENT).connected());
    assertEquals(true, bundle("<docker/><network control-port='1'/>" + CONTENT).connected());
  }
}
