<?xml version="1.0" encoding="UTF-8"?>
<!-- A location has one rule. One with several becomes as many locations. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="constraints/rsc_location[count(rule) > 1]">
    <xsl:variable name="location" select="."/>
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'became one location for each of its rules: '
          || string-join((1 to count(rule)) ! u:id((string($location/@id), string(.))), ', ')"/>
    </xsl:call-template>
    <xsl:for-each select="rule">
      <xsl:variable name="number" select="position()"/>
      <rsc_location id="{u:id((string($location/@id), string($number)))}"
          u:instead-of="{$location/@id}">
        <xsl:copy-of select="$location/(@* except @id)"/>
        <xsl:if test="$number = 1">
          <xsl:copy-of select="$location/comment()"/>
        </xsl:if>
        <xsl:for-each select="$location/(* except rule)">
          <xsl:apply-templates select="." mode="part">
            <xsl:with-param name="number" select="$number" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:for-each>
        <xsl:apply-templates select="."/>
      </rsc_location>
    </xsl:for-each>
  </xsl:template>

  <!-- The sets and the lifetime of all the locations but the first have ids of their own. -->
  <xsl:mode name="part" on-no-match="shallow-copy"/>

  <xsl:template match="lifetime//@id | resource_set/@id" mode="part">
    <xsl:param name="number" tunnel="yes"/>
    <xsl:attribute name="id"
        select="if ($number = 1) then . else u:id((string(.), string($number)))"/>
  </xsl:template>
</xsl:stylesheet>
