<?xml version="1.0" encoding="UTF-8"?>
<!-- Parameters of fence devices get the names that are understood. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="renamed" as="map(xs:string, xs:string)" select="map {
      'pcmk_arg_map': 'pcmk_host_argument',
      'pcmk_list_cmd': 'pcmk_list_action',
      'pcmk_monitor_cmd': 'pcmk_monitor_action',
      'pcmk_off_cmd': 'pcmk_off_action',
      'pcmk_on_cmd': 'pcmk_on_action',
      'pcmk_reboot_cmd': 'pcmk_reboot_action',
      'pcmk_status_cmd': 'pcmk_status_action'}"/>

  <xsl:template match="resources//(primitive | template)/instance_attributes/nvpair
      [exists($renamed(string(@name)))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="@name || ' is called ' || $renamed(@name) || ' now'"/>
    </xsl:call-template>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="name" select="$renamed(@name)"/>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
