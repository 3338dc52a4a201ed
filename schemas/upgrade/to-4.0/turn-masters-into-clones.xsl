<?xml version="1.0" encoding="UTF-8"?>
<!-- Masters become clones that are promotable, and bundles say how many are promoted. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="resources/master">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'is a clone now, which is promotable'"/>
    </xsl:call-template>
    <xsl:variable name="id" select="u:id((string(@id), 'promotable'))"/>
    <clone>
      <xsl:apply-templates select="@*"/>
      <meta_attributes id="{$id}" score="INFINITY">
        <nvpair id="{$id}-pair" name="promotable" value="true"/>
      </meta_attributes>
      <xsl:apply-templates select="node()"/>
    </clone>
  </xsl:template>

  <xsl:template match="bundle/*[@promoted-max]/@masters" priority="2">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select="../.."/>
      <xsl:with-param name="what" select="'its masters are dropped, since promoted-max counts'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="bundle/(docker | podman)/@masters">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select="../.."/>
      <xsl:with-param name="what" select="'its masters are called promoted-max now'"/>
    </xsl:call-template>
    <xsl:attribute name="promoted-max" select="."/>
  </xsl:template>
</xsl:stylesheet>
