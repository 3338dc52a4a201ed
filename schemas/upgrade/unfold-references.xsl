<?xml version="1.0" encoding="UTF-8"?>
<!-- Sets and pairs that stand for others become copies of them, so that a step sees what they mean. The copies
     remember what they stood for; fold-references.xsl turns those back that still are copies. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="lib.xsl"/>

  <xsl:variable name="sets" as="xs:string*"
      select="'cluster_property_set', 'instance_attributes', 'meta_attributes', 'utilization'"/>

  <xsl:template match="configuration//*[name() = $sets][@id-ref]">
    <xsl:variable name="meant" select="key('id', @id-ref)[name() = $sets][1]"/>
    <xsl:variable name="name" select="name()"/>
    <xsl:choose>
      <xsl:when test="$meant">
        <xsl:variable name="id" select="u:id((string(@id-ref), generate-id()))"/>
        <xsl:copy>
          <xsl:attribute name="u:stands-for" select="@id-ref"/>
          <xsl:attribute name="id" select="$id"/>
          <xsl:copy-of select="$meant/@score, comment()"/>
          <xsl:apply-templates select="$meant/*" mode="copy">
            <xsl:with-param name="for" select="$id" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A pair that stands for another may have a name of its own, and is then one of its own. -->
  <xsl:template match="configuration//nvpair[@id-ref]">
    <xsl:variable name="meant" select="key('id', @id-ref)/self::nvpair"/>
    <xsl:choose>
      <xsl:when test="empty($meant)">
        <xsl:copy-of select="."/>
      </xsl:when>
      <xsl:when test="@name and not(@name = $meant/@name)">
        <nvpair u:named="true" id="{u:id((string(@id-ref), string(@name)))}" name="{@name}">
          <xsl:copy-of select="$meant/@value, comment()"/>
        </nvpair>
      </xsl:when>
      <xsl:otherwise>
        <nvpair u:stands-for="{@id-ref}" id="{u:id((string(@id-ref), generate-id()))}">
          <xsl:copy-of select="$meant/@name, $meant/@value, comment()"/>
        </nvpair>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:mode name="copy" on-no-match="shallow-copy"/>

  <xsl:template match="nvpair[@id-ref]" mode="copy">
    <xsl:apply-templates select="."/>
  </xsl:template>

  <xsl:template match="@id" mode="copy">
    <xsl:param name="for" tunnel="yes"/>
    <xsl:attribute name="id" select="$for || '-' || ."/>
  </xsl:template>
</xsl:stylesheet>
