<?xml version="1.0" encoding="UTF-8"?>
<!-- Resources can't be isolated by a wrapper any more. One that was is stopped, so that it does not run without. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="wrapped" as="xs:string*" select="'isolation', 'isolation-wrapper'"/>
  <xsl:variable name="outworn" as="xs:string*"
      select="$wrapped, 'isolation-host', 'isolation-instance'"/>

  <xsl:template match="resources//(primitive | template)/meta_attributes/nvpair[@name = $outworn]">
    <xsl:choose>
      <xsl:when test=". is ../../meta_attributes/nvpair[@name = $wrapped][1]">
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what"
              select="'stops its resource, which can''t be isolated: use a bundle'"/>
        </xsl:call-template>
        <nvpair id="{@id}" name="target-role" value="Stopped"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Nothing else may start it. -->
  <xsl:template match="resources//(primitive | template)/meta_attributes
      [../meta_attributes/nvpair/@name = $wrapped]/nvpair[@name = 'target-role']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since its resource is to be stopped'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
