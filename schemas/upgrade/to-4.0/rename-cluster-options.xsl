<?xml version="1.0" encoding="UTF-8"?>
<!-- Options of the cluster get the names and values that are understood; those that are gone are dropped. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="renamed" as="map(xs:string, xs:string)" select="map {
      'crmd-finalization-timeout': 'join-finalization-timeout',
      'crmd-integration-timeout': 'join-integration-timeout',
      'crmd-transition-delay': 'transition-delay'}"/>

  <xsl:template match="crm_config/*/nvpair[exists($renamed(string(@name)))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="@name || ' is called ' || $renamed(@name) || ' now'"/>
    </xsl:call-template>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="name" select="$renamed(@name)"/>
    </xsl:copy>
  </xsl:template>

  <!-- Where both names are given the new one counts. -->
  <xsl:template match="crm_config/*/nvpair[exists($renamed(string(@name)))]
      [$renamed(string(@name)) = (../nvpair, ../../*[not(rule)]/nvpair)/@name]" priority="2">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what"
          select="'dropped, since ' || $renamed(@name) || ' counts before ' || @name"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="crm_config/*/nvpair[@name = 'remove-after-stop']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="crm_config/*/nvpair[@name = ('stonith-action', 'fencing-action')]
      /@value[. = 'poweroff']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'to power a node off is called off now'"/>
    </xsl:call-template>
    <xsl:attribute name="value" select="'off'"/>
  </xsl:template>
</xsl:stylesheet>
