<?xml version="1.0" encoding="UTF-8"?>
<!-- What a failure cost a resource becomes how many it may have. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="names" as="xs:string*"
      select="'resource-failure-stickiness', 'resource_failure_stickiness'"/>

  <xsl:template match="meta_attributes/nvpair[@name = $names]">
    <xsl:choose>
      <xsl:when test="@value = '-INFINITY' and not(../nvpair/@name = 'migration-threshold')">
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what" select="@name || ' is a migration-threshold of 1 now'"/>
        </xsl:call-template>
        <nvpair id="{@id}" name="migration-threshold" value="1"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A set that has nothing left goes. -->
  <xsl:template match="meta_attributes[nvpair][every $pair in nvpair satisfies
      ($pair/@name = $names and not($pair/@value = '-INFINITY'))][not(u:is-referred-to(.))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing in it has an effect'"/>
    </xsl:call-template>
    <xsl:apply-templates select="comment()"/>
  </xsl:template>
</xsl:stylesheet>
